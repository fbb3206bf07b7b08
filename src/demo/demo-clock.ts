import { Clock } from '../platform/clock.ts';

/** Lives through the demo center's past. Only the server that fills the center is given it, never one that serves. */
export class DemoClock extends Clock {
  private at = new Date();

  goTo(at: Date): void {
    this.at = at;
  }

  override now(): Date {
    return this.at;
  }
}
