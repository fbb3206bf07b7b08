import { Module } from '@nestjs/common';
import { DataKeys } from './data-keys.service.ts';
import { MasterKeys } from './master-keys.service.ts';
import { PlainRound } from './plain-round.ts';
import { Rotation } from './rotation.ts';

@Module({ providers: [DataKeys, MasterKeys, PlainRound, Rotation], exports: [DataKeys, MasterKeys, PlainRound, Rotation] })
export class DataKeyModule {}
