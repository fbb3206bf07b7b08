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
