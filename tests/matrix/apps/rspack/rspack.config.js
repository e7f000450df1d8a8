export default { entry: './main.js', output: { path: import.meta.dirname }, devServer: { static: '.' } };
