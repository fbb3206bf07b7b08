import { Problem } from '../../../platform/problem.ts';

/** An export that cannot be made as it was asked for; which parameter, and what would be right. */
export const badExport = (name: string, detail: string): Problem =>
  new Problem('malformed', 'bad-export', 'This export cannot be made as it was asked for', { errors: [{ pointer: name, detail }] });
