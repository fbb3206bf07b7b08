import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';

/** Lines of JSON. Only what is named at the call is written: a pattern, a status, ids; never a body, a query or a name. */
export const logger = pino({ level: 'info', base: undefined, timestamp: pino.stdTimeFunctions.isoTime });

/** Nest's own messages through the same channel. Its error arguments may quote values, so only the first sentence is kept. */
export const nestLogger: LoggerService = {
  log: () => {},
  error: (message: unknown) => logger.error({ source: 'framework' }, message instanceof Error ? message.name : String(message).split('\n')[0]),
  warn: (message: unknown) => logger.warn({ source: 'framework' }, String(message).split('\n')[0]),
};
