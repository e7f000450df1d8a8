// @ts-check
// npm start: from a fresh clone to a page with a picture. Installs what is missing, builds what has changed, serves.
import { build } from './build/dist.mjs';
import { Failure, script } from './exec.mjs';

script(async () => {
  const wanted = Number(process.env.PORT ?? 8080);
  if (!(wanted >= 0 && wanted < 65536)) throw new Failure(`PORT is a port number, not '${process.env.PORT}'.`);
  await build();
  const { guide, serve } = await import('./serve.mjs');
  const address = await serve({ port: wanted, tries: process.env.PORT ? 1 : 20 }).catch(error => {
    throw error.code === 'EADDRINUSE' ? new Failure(`Port ${wanted} is in use: set PORT to another.`) : error;
  });
  console.log(`\n  ${address}\n`);
  const { layOut } = await import('./build/site.mjs');
  await layOut(guide, { rust: false }).then(
    () => console.log(`  ${address}guide/index.html\n`),
    error => console.error(`The guide is not there: ${error.message}`),
  );
});
