import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { StepUp } from '../../platform/access/step-up.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { BegunSecondFactorView, ConfirmSecondFactor, FindSecondFactors, RecoveryCodesView, SecondFactorPage, SecondFactorView } from './second-factor.dto.ts';
import { SecondFactors } from './second-factors.service.ts';

/** Everybody's own. Whoever still has to enrol reaches these and little else. */
@ApiTags('account')
@Controller('v1/second-factors')
export class SecondFactorsController {
  constructor(private readonly secondFactors: SecondFactors) {}

  @Post()
  @Allow('session:own')
  @StepUp()
  @ReplayedBy('begun')
  @Describe('beginSecondFactor', 'Begin to enrol an authenticator: its secret, shown this once', 409)
  begin(@By() by: Actor): Promise<BegunSecondFactorView> {
    return this.secondFactors.begin(by);
  }

  @Get()
  @Allow('session:own')
  @Describe('listSecondFactors', 'My second factors, newest first')
  list(@Query() query: FindSecondFactors): Promise<SecondFactorPage> {
    return this.secondFactors.list(query);
  }

  @Get(':id')
  @Allow('session:own')
  @Describe('getSecondFactor', 'One of my second factors')
  read(@Param('id', PathId) id: string): Promise<SecondFactorView> {
    return this.secondFactors.read(id);
  }

  @Put(':id/confirmation')
  @Allow('session:own')
  @ChangesVersion()
  @Describe('confirmSecondFactor', 'Show that the authenticator makes the right codes; from now on it is asked for', 409, 412, 428)
  confirm(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() proof: ConfirmSecondFactor): Promise<RecoveryCodesView> {
    return this.secondFactors.confirm(by, id, version, proof);
  }

  @Put(':id/recovery-codes')
  @Allow('session:own')
  @StepUp()
  @ChangesVersion()
  @Describe('renewRecoveryCodes', 'Ten new recovery codes in place of those that are left', 409, 412, 428)
  renew(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<RecoveryCodesView> {
    return this.secondFactors.renewRecoveryCodes(by, id, version);
  }

  @Put(':id/ending')
  @Allow('session:own')
  @StepUp()
  @ChangesVersion()
  @Describe('endSecondFactor', 'Go without this second factor', 409, 412, 428)
  end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<SecondFactorView> {
    return this.secondFactors.end(by, id, version);
  }

  begun(by: Actor, id: string): Promise<BegunSecondFactorView> {
    return this.secondFactors.begun(by, id);
  }
}
