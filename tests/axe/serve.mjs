// Serves a folder of pages on loopback, with the headers the background program sends.
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';

const CSP = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
  + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml',
};

/** Begins to serve, at any free port. Gives the address and a way to end it. */
export async function serve(folder) {
  const server = http.createServer(async (asked, answer) => {
    const name = decodeURIComponent(new URL(asked.url, 'http://127.0.0.1').pathname);
    // The pages wait here for changes; none ever comes, and the page that leaves ends the wait.
    if (name === '/changes') return;
    const file = path.join(folder, path.normalize(name));
    try {
      const bytes = await readFile(file);
      answer.writeHead(200, {
        'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
        'content-security-policy': CSP,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      answer.end(bytes);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => { server.close(); server.closeAllConnections(); },
  };
}
