/** What we call one thing and FHIR another, as SQL: what is searched by and what is shown come from the same list of ours. */
export const caseOf = (column: string, codes: Record<string, string>): string =>
  `case ${column} ${Object.entries(codes)
    .map(([ours, theirs]) => `when '${ours}' then '${theirs}'`)
    .join(' ')} end`;
