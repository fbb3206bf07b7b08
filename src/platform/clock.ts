import { Injectable } from '@nestjs/common';

/** What time it is for the record: when something was signed, said or begun. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
