import { Module } from '@nestjs/common';
import { DataKeys } from './data-keys.service.ts';
import { PlainRound } from './plain-round.ts';
import { Rotation } from './rotation.ts';

@Module({ providers: [DataKeys, PlainRound, Rotation], exports: [DataKeys, PlainRound, Rotation] })
export class DataKeyModule {}
