import { Controller, Get, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Env } from '../../../config/env.ts';
import { Public } from '../../../platform/access/allow.ts';
import { Form } from '../../../platform/http/form-body.ts';
import { OperationOutcome } from '../../../platform/http/operation-outcome.dto.ts';
import { tokenAddress } from '../base-address.ts';
import { MachineTokens } from './machine-tokens.service.ts';
import { ALGORITHMS } from './public-keys.ts';
import { AskForToken, SmartConfiguration, TokenAnswer, TokenRefusal } from './token.dto.ts';
import { readTokenRequest } from './token-request.ts';

const CONFIGURATION_HOLDS_SECONDS = 3_600;

const Refused = (status: number, description: string) => ApiResponse({ status, description, type: TokenRefusal });

/** Under /fhir/ every other refusal is one of FHIR's. */
const Outcome = (status: number, description: string) =>
  ApiResponse({ status, description, content: { 'application/fhir+json': { schema: { $ref: getSchemaPath(OperationOutcome) } } } });

/** Where machines come in: SMART Backend Services. */
@ApiTags('ehr')
@ApiExtraModels(OperationOutcome)
@Controller('fhir/R4')
export class TokenController {
  constructor(
    private readonly tokens: MachineTokens,
    private readonly env: Env,
  ) {}

  @Post('token')
  @Public()
  @HttpCode(200)
  @Header('Pragma', 'no-cache')
  @ApiOperation({ operationId: 'askForToken', summary: 'A token for a machine that shows who it is (SMART Backend Services)' })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ type: AskForToken })
  @ApiResponse({ status: 200, type: TokenAnswer })
  @Refused(400, 'invalid_request, invalid_scope or unsupported_grant_type')
  @Refused(401, 'invalid_client')
  @Refused(413, 'The form is too large')
  @Refused(429, 'Too many assertions that do not hold')
  @Refused(500, 'Something broke on our side')
  @Refused(503, 'The database is away')
  async ask(@Form() form: URLSearchParams | null, @Req() { headers, ip, id }: FastifyRequest): Promise<TokenAnswer> {
    const { assertion, scope } = readTokenRequest(form, headers.authorization);
    const { token, expiresIn, scopes } = await this.tokens.giveOut(
      { assertion, scope, audience: tokenAddress(this.env), clientId: form!.get('client_id') },
      ip,
      id,
    );
    return { access_token: token, token_type: 'bearer', expires_in: expiresIn, scope: scopes.join(' ') };
  }

  @Get('.well-known/smart-configuration')
  @Public()
  @Header('Cache-Control', `public, max-age=${CONFIGURATION_HOLDS_SECONDS}`)
  @ApiOperation({ operationId: 'getSmartConfiguration', summary: 'How machines come in here (SMART)' })
  @ApiResponse({ status: 200, type: SmartConfiguration })
  @Outcome(400, 'The request cannot be read')
  @Outcome(413, 'The body is too large')
  @Outcome(415, 'The body is in a form that is not read here')
  @Outcome(422, 'Nothing is asked for here')
  @Outcome(500, 'Something broke on our side')
  @Outcome(503, 'The process is leaving')
  configuration(): SmartConfiguration {
    return {
      token_endpoint: tokenAddress(this.env),
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: [...ALGORITHMS],
      scopes_supported: ['system/*.rs'],
      capabilities: ['client-confidential-asymmetric', 'permission-v2'],
    };
  }
}
