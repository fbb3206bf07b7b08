/** SQL over rows with a period, where `at` and `known` stand for instants or null: null asks for all times, or for all that is recorded. */

/** When the row ended, as far as was written down by then. Without a recorded instant it is taken as written down when it happened. */
export const knownEnd = (row: string, known: string) =>
  `case when ${known}::timestamptz is null or coalesce(${row}.end_recorded_at, ${row}.ends_at) <= ${known} then ${row}.ends_at end`;

/** Whether the row was recorded by then and, as far as was known, held at that time. */
export const heldAt = (row: string, at: string, known: string) =>
  `(${known}::timestamptz is null or ${row}.created_at <= ${known})
   and (${at}::timestamptz is null or ${row}.starts_at <= ${at} and coalesce(${knownEnd(row, known)} > ${at}, true))`;

/** When the row was written down, and when its end was. */
export const recorded = (row: string, known: string) =>
  `${row}.created_at as "recordedAt", case when ${knownEnd(row, known)} is not null then coalesce(${row}.end_recorded_at, ${row}.ends_at) end as "endRecordedAt"`;
