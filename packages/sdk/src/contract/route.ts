import type * as z from 'zod';
import type { ErrorCode } from './errors.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may call a route or send an event. A caller passes when at least one of the listed grants is theirs.
 * Those down to `self` speak of the caller alone, the rest of the caller's relation to what the path names.
 */
export type Grant =
  | 'public'
  | 'member'
  | 'student'
  | 'instructor'
  | 'finance'
  | 'desk'
  | 'admin'
  | 'device'
  /** a member by a sign-in of their own, never by an access token: what concerns their own account */
  | 'self'
  /** the instructor who owns the lecture (of the lesson, of the enrollment) in the path */
  | 'lecture_owner'
  /** an instructor whom the owner lets teach that lecture too */
  | 'co_instructor'
  /** a member whom the owner lets watch and seat students there */
  | 'assistant'
  /** a student whose enrollment in that lecture is accepted */
  | 'on_roster'
  /** the student who made the enrollment in the path */
  | 'requester'
  /** the member who made the order in the path, or that of its payment */
  | 'buyer'
  /** a device seated in that lecture, or the agent of a rostered student on their own computer */
  | 'seated';

export interface RouteDef {
  readonly method: Method;
  readonly path: `/v1/${string}`;
  readonly summary: string;
  /** Closed by default: a route without this line does not compile. */
  readonly access: readonly [Grant, ...Grant[]];
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  /** JSON body. */
  readonly body?: z.ZodType;
  /** Raw body of one of these media types, passed as `bytes`; excludes `body`. */
  readonly accepts?: readonly string[];
  /** JSON reply; absent: 204, or bytes where `returns` is set. */
  readonly response?: z.ZodType;
  /** Media type of a reply of raw bytes, with an ETag. */
  readonly returns?: string;
  /** 200 with a reply, 204 without, unless said here. */
  readonly status?: 200 | 201 | 204;
  /** The codes of its own; those that any route can answer are in `commonErrors`. */
  readonly errors?: readonly ErrorCode[];
  readonly paginated?: true;
  /** Safe to repeat after a lost reply; GET, PUT and DELETE are by nature. */
  readonly repeatable?: true;
  /** Needs an Idempotency-Key: with one key it happens once, however often it is called; so it may be repeated. */
  readonly idempotent?: true;
  /** Any access token may call it, whatever its scopes. */
  readonly anyToken?: true;
  /** Open to a member who has yet to set up the second factor that their role needs. */
  readonly duringSetUp?: true;
}

/** Keeps literal types, so that server and client infer from one object. */
export const route = <const R extends RouteDef>(definition: R): R => definition;

type Input<S> = S extends z.ZodType ? z.input<S> : unknown;
type Output<S> = S extends z.ZodType ? z.output<S> : undefined;
type Part<R, K extends 'params' | 'query' | 'body'> = R extends { readonly [key in K]: infer S } ? S : undefined;
type Merge<T> = { [K in keyof T]: T[K] };

/** What a caller passes: path parameters, query and body as one flat object, defaults optional. */
export type CallInput<R extends RouteDef> = Merge<
  (Part<R, 'params'> extends z.ZodType ? Input<Part<R, 'params'>> : unknown) &
    (Part<R, 'query'> extends z.ZodType ? Input<Part<R, 'query'>> : unknown) &
    (Part<R, 'body'> extends z.ZodType ? Input<Part<R, 'body'>> : unknown) &
    (R extends { readonly accepts: readonly string[] }
      ? { bytes: Uint8Array; mediaType: R['accepts'][number] }
      : unknown)
>;

/** What a handler receives, parsed. */
export interface HandlerInput<R extends RouteDef> {
  readonly params: Output<Part<R, 'params'>>;
  readonly query: Output<Part<R, 'query'>>;
  readonly body: Output<Part<R, 'body'>>;
}

/** What a caller gets. */
export type Reply<R extends RouteDef> = R extends { readonly response: infer S }
  ? Output<S>
  : R extends { readonly returns: string }
    ? Picture | null
    : undefined;

/** What a handler gives: the reply before its schema has filled in defaults. */
export type ReplyInput<R extends RouteDef> = R extends { readonly response: infer S extends z.ZodType }
  ? z.input<S>
  : R extends { readonly returns: string }
    ? { readonly etag: string; readonly bytes: Uint8Array }
    : undefined;

/** A reply of raw bytes; null where the caller's ETag still stands. */
export interface Picture {
  readonly etag: string;
  readonly bytes: Uint8Array;
}

export type Routes = Readonly<Record<string, Readonly<Record<string, RouteDef>>>>;
