import { type ExecutionContext, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { Problem } from '../problem.ts';
import type { SignedInRequest } from './actor.ts';
import { ALLOW, IN_EMERGENCY, PUBLIC } from './allow.ts';
import { mayEver, type Permission } from './grants.ts';
import { secondFactorRequired, STEP_UP, stepUpRequired } from './step-up.ts';

/** Denies by default, and refuses to start while any route has not said who may call it. */
@Injectable()
export class AccessGuard extends AuthGuard('session') implements OnModuleInit {
  constructor(
    private readonly reflector: Reflector,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {
    super();
  }

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getControllers()) {
      const prototype = Object.getPrototypeOf(instance);
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const handler = prototype[name];
        const isRoute = Reflect.hasMetadata('path', handler);
        const isDeclared = this.reflector.get(ALLOW, handler) !== undefined || this.reflector.get(PUBLIC, handler) !== undefined;
        if (isRoute && !isDeclared) throw new Error(`${metatype?.name}.${name} has neither @Allow nor @Public`);
      }
    }
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.get<boolean>(PUBLIC, context.getHandler())) return true;
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    request.inEmergency = this.reflector.get<boolean>(IN_EMERGENCY, context.getHandler()) ?? false;
    await super.canActivate(context);
    const refusal = this.refusalOf(request, context);
    if (!refusal) return true;
    await request.transaction?.rollback();
    throw refusal;
  }

  private refusalOf({ user, standing }: SignedInRequest, context: ExecutionContext): Problem | null {
    const permission = this.reflector.get<Permission>(ALLOW, context.getHandler());
    if (!user || !permission || !mayEver(user.role, permission)) return new Problem('forbidden', 'role-may-not', 'Your role does not allow this');
    // Whoever still has to enrol sees himself, signs out and enrols.
    if (standing?.mustEnrol !== false && permission !== 'session:own') return secondFactorRequired();
    return this.reflector.get<boolean>(STEP_UP, context.getHandler()) && !standing?.steppedUp ? stepUpRequired() : null;
  }

  override handleRequest<User>(error: unknown, user: User | false): User {
    if (error) throw error;
    if (!user) throw new Problem('unauthenticated', 'sign-in-first', 'Sign in first: there is no live session behind this token');
    return user;
  }
}
