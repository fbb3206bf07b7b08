import { type ExecutionContext, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { Problem } from '../problem.ts';
import type { Actor, SignedInRequest } from './actor.ts';
import { ALLOW, IN_EMERGENCY, MACHINES, PUBLIC } from './allow.ts';
import { mayEver, type Permission } from './grants.ts';
import { faultOfRoute } from './route-fault.ts';
import { secondFactorRequired, STEP_UP, stepUpRequired } from './step-up.ts';

/** Whoever comes without a token that lives is told so in the same words, whatever he came with. */
function demandCaller<Caller>(error: unknown, caller: Caller | false, words: string): Caller {
  if (error) throw error;
  if (!caller) throw new Problem('unauthenticated', 'sign-in-first', words);
  return caller;
}

class MachineGuard extends AuthGuard('machine') {
  override handleRequest<User>(error: unknown, machine: User | false): User {
    return demandCaller(error, machine, 'There is no live token behind this request: ask for one at /fhir/R4/token');
  }
}

/** Denies by default, and refuses to start while any route has not said who may call it. */
@Injectable()
export class AccessGuard extends AuthGuard('session') implements OnModuleInit {
  private readonly machines = new MachineGuard();

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
        const fault = faultOfRoute(this.reflector, metatype, prototype[name]);
        if (fault) throw new Error(`${metatype?.name}.${name} ${fault}`);
      }
    }
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    if (this.reflector.get<boolean>(PUBLIC, context.getHandler())) {
      request.isOpen = request.method === 'GET' || request.method === 'HEAD';
      return true;
    }
    if (this.reflector.get<boolean>(MACHINES, context.getHandler())) return (await this.machines.canActivate(context)) as boolean;
    request.inEmergency = this.reflector.get<boolean>(IN_EMERGENCY, context.getHandler()) ?? false;
    await super.canActivate(context);
    const refusal = this.refusalOf(request, context);
    if (!refusal) return true;
    await request.transaction?.rollback();
    throw refusal;
  }

  private refusalOf(request: SignedInRequest, context: ExecutionContext): Problem | null {
    // Nobody gets here without a caller, and what no route asks for is granted to nobody.
    const { user, standing } = request as { user: Actor; standing?: SignedInRequest['standing'] };
    const permission = this.reflector.get<Permission>(ALLOW, context.getHandler());
    if (!mayEver(user.role, permission)) return new Problem('forbidden', 'role-may-not', 'Your role does not allow this');
    // Whoever still has to enrol sees himself, signs out and enrols.
    if (standing?.mustEnrol !== false && permission !== 'session:own') return secondFactorRequired();
    return this.reflector.get<boolean>(STEP_UP, context.getHandler()) && !standing?.steppedUp ? stepUpRequired() : null;
  }

  override handleRequest<User>(error: unknown, user: User | false): User {
    return demandCaller(error, user, 'Sign in first: there is no live session behind this token');
  }
}
