import type { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const PATIENCE_MS = 12_000;
const ROUND_MS = 1_000;
/** Whoever takes less than this of his answer meanwhile takes nothing: full buffers still swallow a little at each probe. */
const LEAST_BYTES = 65_536;

/** `queued`: what waited when it last moved. */
type Course = { answers: number; queued: number; movedAt: number };

/**
 * Ends the connections that Node's own limits leave open. Those limits watch how a request comes in; here it is who
 * takes nothing of his answer, and who sends no request but something now and then so as to seem busy.
 */
export function endStalled(server: FastifyInstance): void {
  const courses = new Map<Socket, Course>();
  server.addHook('onRequest', (request, reply, done) => {
    // The demo center is filled without a network.
    if (request.raw.socket instanceof Socket) follow(courses, request.raw.socket, reply.raw);
    done();
  });
  const rounds = setInterval(() => courses.forEach(endIfStalled), ROUND_MS).unref();
  server.addHook('onClose', (_server, done) => {
    clearInterval(rounds);
    done();
  });
}

function follow(courses: Map<Socket, Course>, socket: Socket, response: ServerResponse): void {
  let course = courses.get(socket);
  if (!course) {
    course = { answers: 0, queued: 0, movedAt: performance.now() };
    courses.set(socket, course);
    socket.once('close', () => courses.delete(socket));
  }
  const known = course;
  known.answers += 1;
  response.once('close', () => {
    known.answers -= 1;
    known.movedAt = performance.now();
  });
}

function endIfStalled(course: Course, socket: Socket): void {
  const queued = queuedIn(socket);
  // While nothing waits to be taken, the next move is ours; where more waits than before, all of that was taken.
  const hasMoved = queued === 0 || queued > course.queued || course.queued - queued >= LEAST_BYTES;
  if (course.answers > 0 && hasMoved) Object.assign(course, { movedAt: performance.now(), queued });
  if (performance.now() - course.movedAt > PATIENCE_MS) socket.destroy();
}

/** What the system has not taken yet. A large answer is one write, so nothing else shows that its reader goes on reading. */
const queuedIn = (socket: Socket): number => (socket as unknown as { _handle?: { writeQueueSize?: number } | null })._handle?.writeQueueSize ?? 0;
