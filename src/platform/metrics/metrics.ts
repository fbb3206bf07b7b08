import { createServer, type Server } from 'node:http';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { Env } from '../../config/env.ts';
import { Jobs } from '../jobs.ts';
import { releaseVersion } from '../release.ts';
import { countDatabase } from './database-figures.ts';
import { countJobs } from './job-figures.ts';
import { countRequests } from './request-figures.ts';

/**
 * Figures for Prometheus, on a port of their own: they hold nobody's name, but when a center is busy, and with what, is
 * not for everybody who can reach the API. Nothing is counted until that port is configured.
 */
@Injectable()
export class Metrics implements OnApplicationShutdown {
  private readonly registry = new Registry();
  private asks: (() => Promise<void>)[] = [];
  private listener: Server | undefined;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly jobs: Jobs,
    private readonly env: Env,
  ) {}

  watch(server: FastifyInstance): void {
    if (this.env.METRICS_PORT === undefined) return;
    const labels = { version: releaseVersion(), node: process.versions.node };
    new Gauge({ name: 'peerwork_build_info', help: 'What runs', labelNames: ['version', 'node'], registers: [this.registry] }).set(labels, 1);
    countRequests(server, this.registry);
    this.asks = [countDatabase(this.dataSource, this.registry), countJobs(this.jobs, this.registry)];
    collectDefaultMetrics({ register: this.registry });
  }

  async listen(): Promise<void> {
    const { METRICS_PORT: port, METRICS_HOST: host } = this.env;
    if (port === undefined) return;
    this.listener = createServer({ requestTimeout: 5_000, headersTimeout: 5_000, maxHeaderSize: 8_192 }, (request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
      void this.text().then(
        (text) => response.writeHead(200, { 'Content-Type': this.registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
    const listener = this.listener;
    await new Promise<void>((done, fail) => listener.once('error', fail).listen(port, host, done));
  }

  onApplicationShutdown(): void {
    this.listener?.close();
    this.listener?.closeAllConnections();
  }

  private async text(): Promise<string> {
    await Promise.all(this.asks.map((ask) => ask()));
    return this.registry.metrics();
  }
}
