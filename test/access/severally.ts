/** No more than the application has connections. */
const AT_ONCE = 8;

/**
 * Several at a time, and one more in each round: so many new connections at once take a busy machine longer than the
 * application waits for one.
 */
export async function severally<T, R>(tasks: readonly T[], perform: (task: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let together = 1; results.length < tasks.length; together = Math.min(together + 1, AT_ONCE))
    results.push(...(await Promise.all(tasks.slice(results.length, results.length + together).map(perform))));
  return results;
}
