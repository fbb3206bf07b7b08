/** A column that holds sealed values, as its module declares it. `call app.reseals(...)` in its migration lets keys be rotated there. */
export type SealedColumn = { table: string; column: string; ofClient: boolean; versioned: boolean };

const KNOWN = new Map<string, SealedColumn>();

/** Each module speaks for its own columns; rotation goes through all of them. `column` is part of the place that was sealed for. */
export const sealedColumn = (one: SealedColumn): SealedColumn => {
  KNOWN.set(`${one.table}.${one.column}`, one);
  return one;
};

export const sealedColumns = (): SealedColumn[] => [...KNOWN.values()];
