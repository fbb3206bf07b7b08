// The application as `npm start` serves it, on a port of its own.
import { Env } from '../dist/src/config/env.js';
import { createServer } from '../dist/src/server.js';

const env = Env.read({ NODE_ENV: 'development', TOKEN_SECRET: 'for the bench only, and long enough', LOG_LEVEL: 'warn', DATA_DIR: process.env.BENCH_DATA_DIR });
const app = await createServer(process.env.BENCH_LOGIN_URL, env);
await app.listen(0, '127.0.0.1');
process.send(Number(new URL(await app.getUrl()).port));
