// What every set-up does: a picture from the sandbox, and an edit of it. An edit and an error need files of the package that nothing else loads.

export async function draw(generateImage, sandbox) {
  /** The smallest that a known model makes. */
  const options = { model: 'gemini-3.1-flash-image', size: '512', fetch: sandbox() };
  const { blob } = await generateImage('a red boat at dawn', options);
  const { code, message } = await generateImage('', options).catch((error) => error);
  if (code !== 'invalid-option') throw new Error(`an error is told as ${code}: ${message}`);
  return generateImage('make the boat blue', { ...options, images: blob });
}
