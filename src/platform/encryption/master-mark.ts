/** Which master key wraps the data keys of a database, or did until it was replaced. */
export type MasterMark = { fingerprint: string; replacedAt: Date | null };

/** The fingerprint of the key that wraps them now; none where no start has marked it yet. */
export const inUse = (marks: MasterMark[]): string | undefined => marks.find(({ replacedAt }) => replacedAt === null)?.fingerprint;

/** Why a master key does not open a data key, as far as the database remembers whose it was. */
export function whyClosed(keyId: number, fingerprint: string, marks: MasterMark[]): string {
  const its = inUse(marks);
  const replacedAt = marks.find((mark) => mark.fingerprint === fingerprint)?.replacedAt;
  if (replacedAt)
    return `holds the master key of before (fingerprint ${fingerprint}), replaced at ${replacedAt.toISOString()}; the keys of this database are wrapped with another one (fingerprint ${its}): put its file there (docs/encryption.md)`;
  if (its === fingerprint)
    return `is the key of this database (fingerprint ${its}), but data key ${keyId} was changed outside the application: restore a backup (docs/backup.md)`;
  if (its)
    return `is not the key of this database, whose keys are wrapped with another one (fingerprint ${its}; the file has ${fingerprint}); put your copy of its key there (docs/encryption.md)`;
  return `is not the key of this database; put your copy of its key there (docs/encryption.md)`;
}
