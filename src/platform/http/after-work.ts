/**
 * An answer that is made once the request's transaction has been committed: what takes long without asking the database,
 * such as printing, keeps no transaction open meanwhile.
 */
export class AfterWork<T> {
  constructor(readonly make: () => Promise<T>) {}
}
