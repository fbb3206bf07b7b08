import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExcludeEndpoint, ApiExtension } from '@nestjs/swagger';
import type { Permission } from './grants.ts';

export const ALLOW = Symbol('allow');
export const PUBLIC = Symbol('public');
export const MACHINES = Symbol('machines');
export const IN_EMERGENCY = Symbol('in emergency');

/** Who may call this handler. A route that says neither this nor `@Public()` keeps the application from starting. */
export const Allow = (permission: Permission) => applyDecorators(SetMetadata(ALLOW, permission), ApiBearerAuth(), ApiExtension('x-permission', permission));

/** Anyone may call this: sign-in, accepting an invitation, health. Nothing that knows a client. */
export const Public = () => SetMetadata(PUBLIC, true);

/**
 * Machines alone may call this, by FHIR: nobody of the staff, whatever his role. Which kinds of thing a machine may read is said
 * by its scopes, and which rows by row security. Such routes are described by the CapabilityStatement, not by openapi.json.
 */
export const Machines = () => applyDecorators(SetMetadata(MACHINES, true), ApiExcludeEndpoint());

/** What emergency access opens of its client: reading him, and no list that is kept, no file, no change. Without it, nothing. */
export const OpenInEmergency = () => SetMetadata(IN_EMERGENCY, true);
