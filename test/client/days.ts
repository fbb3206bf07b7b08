const DAY_MS = 86_400_000;

export const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();
export const daysAhead = (days: number): string => daysAgo(-days);
