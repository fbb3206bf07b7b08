import { expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST } from '../support/cast.ts';

const peerwork = launch();

it.each(['attempts', 'sessions'])('has no single-sign-on/%s where no identity provider is set up', async (path) => {
  const [here, nowhere] = [await peerwork.as(null).post(`/v1/single-sign-on/${path}`, { x: 1 }), await peerwork.as(null).post('/v1/nowhere/at-all', { x: 1 })];
  const { instance: _, ...told } = here.body;
  const { instance: __, ...toldNowhere } = nowhere.body;
  expect([here.status, told]).toEqual([404, toldNowhere]);
});

it('lets links be prepared before, to any provider', async () => {
  const wish = { issuer: 'https://login.center.example/', subject: '248289761001' };
  const { status, body } = await peerwork.as('ada').post(`/v1/accounts/${CAST.ben.id}/external-identities`, wish);
  expect([status, body.issuer]).toEqual([201, 'https://login.center.example']);
});
