import { Module } from '@nestjs/common';
import { DataKeys } from './data-keys.service.ts';

@Module({ providers: [DataKeys], exports: [DataKeys] })
export class DataKeyModule {}
