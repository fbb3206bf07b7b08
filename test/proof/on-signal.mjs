import { readFileSync } from 'node:fs';

/** Loaded before the application: what nobody foresaw happens at a signal, with what somebody wrote in the error's every part. */
process.on('SIGUSR2', () => {
  const { what, word } = JSON.parse(readFileSync(process.env.ON_SIGNAL, 'utf8'));
  const error = Object.assign(new Error(`duplicate: ${word}\n    ${word} once more`), {
    detail: `Failing row contains (${word})`,
    parameters: [word],
    query: `select '${word}'`,
    driverError: { message: word, detail: word },
  });
  if (what === 'throw') throw error;
  if (what === 'reject') void Promise.reject(error);
});
