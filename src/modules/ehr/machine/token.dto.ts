import { ApiProperty } from '@nestjs/swagger';

/** The form by which a machine asks for a token. */
export class AskForToken {
  @ApiProperty({ enum: ['client_credentials'] })
  grant_type: string;

  /** @example system/Patient.rs system/Goal.rs */
  scope: string;

  @ApiProperty({ enum: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer'] })
  client_assertion_type: string;

  /** A JWT that the machine signed with RS384 or ES384: itself as `iss` and `sub`, the token endpoint as `aud`, a `jti`, and an `exp` within five minutes. */
  client_assertion: string;
}

export class TokenAnswer {
  /** Opaque; it is sent as `Authorization: Bearer`. */
  access_token: string;

  @ApiProperty({ enum: ['bearer'] })
  token_type: 'bearer';

  /** @example 300 */
  @ApiProperty({ type: 'integer' })
  expires_in: number;

  /**
   * What was granted, which may be less than was asked for.
   * @example system/Patient.rs
   */
  scope: string;
}

/** Why no token was given (RFC 6749, 5.2). */
export class TokenRefusal {
  /** @example invalid_client */
  error: string;

  error_description: string;
}

/** SMART's description of how machines come in here. */
export class SmartConfiguration {
  /** @example https://peerwork.example/fhir/R4/token */
  token_endpoint: string;
  grant_types_supported: string[];
  token_endpoint_auth_methods_supported: string[];
  token_endpoint_auth_signing_alg_values_supported: string[];
  scopes_supported: string[];
  capabilities: string[];
}
