import { Module } from '@nestjs/common';
import { Credentials } from './credentials.service.ts';
import { PeerSpecialistsController } from './peer-specialists.controller.ts';
import { PeerSpecialists } from './peer-specialists.service.ts';
import { Supervisions } from './supervisions.service.ts';

@Module({ controllers: [PeerSpecialistsController], providers: [PeerSpecialists, Credentials, Supervisions], exports: [PeerSpecialists] })
export class PeerSpecialistModule {}
