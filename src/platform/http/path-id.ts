import type { PipeTransform } from '@nestjs/common';
import { notFound } from '../problem.ts';

/** `@Param('id', PathId)`: what is no id at all is not there either. */
export class PathId implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) throw notFound();
    return value.toLowerCase();
  }
}

/** The same for what has a name instead of an id. */
export class PathCode implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(value)) throw notFound();
    return value;
  }
}
