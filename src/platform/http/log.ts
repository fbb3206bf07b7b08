import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, pino } from 'pino';

let destination: DestinationStream = pino.destination(1);

/** Where the lines go from now on, in place of the standard output. */
export const logTo = (other: DestinationStream): void => void (destination = other);

/** Lines of JSON. Only what is named at the call is written: a pattern, a status, ids; never a body, a query or a name. */
export const logger = pino({ level: 'info', base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, { write: (line) => destination.write(line) });

/** Nest's own messages through the same channel. Its error arguments may quote values, so only the first sentence is kept. */
export const nestLogger: LoggerService = {
  log: () => {},
  error: (message: unknown) => logger.error({ source: 'framework' }, message instanceof Error ? message.name : String(message).split('\n')[0]),
  warn: (message: unknown) => logger.warn({ source: 'framework' }, String(message).split('\n')[0]),
};

/** What may be said of an error: a driver's message quotes values, so its name and code must do, and where it happened. */
export const faultOf = (error: unknown) => {
  const { name, code, driverError } = (error ?? {}) as Error & { code?: string; driverError?: { code?: string } };
  return { name, code: driverError?.code ?? code, stack: error instanceof Error && !driverError && !code ? callsOf(error) : undefined };
};

// A message may have lines of its own, which stand in the stack before the calls.
const callsOf = ({ stack = '' }: Error) =>
  stack
    .split('\n')
    .filter((line) => /^ {4}at .+:\d+:\d+\)?$/.test(line))
    .slice(0, 7);
