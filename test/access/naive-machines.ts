import { fields, newestFirst } from './center.ts';
import type { List } from './naive-lists.ts';

type Keys = { keys: { kid: string; kty: string }[] };

export const machineClients: List = ({ rows }) =>
  newestFirst(rows['machine_clients']!).map((one) => ({
    ...fields(one, 'id name recipientId purpose scopes jwksUrl createdAt disabledAt version'),
    recipientName: rows['recipients']!.find((recipient) => recipient['id'] === one['recipient_id'])!['name'],
    keys: one['jwks'] ? (one['jwks'] as Keys).keys.map(({ kid, kty }) => ({ kid, kty })) : [],
  }));
