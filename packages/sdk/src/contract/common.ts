import * as z from 'zod';

/** Id with its noun's prefix and a ULID in lower case: `lec_01jd…`; ids of one kind sort by time of making. */
export const id = <const P extends string>(prefix: P, name: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`), `must look like ${prefix}_01h2xcejqtf2nbrexx3vqjhp41`)
    .meta({ id: name, examples: [`${prefix}_01h2xcejqtf2nbrexx3vqjhp41`] });

export const MemberId = id('mem', 'MemberId');
export const LectureId = id('lec', 'LectureId');
export const LessonId = id('les', 'LessonId');
export const EnrollmentId = id('enr', 'EnrollmentId');
export const LabId = id('lab', 'LabId');
export const DeviceId = id('dev', 'DeviceId');
export const ViewId = id('viw', 'ViewId');
export const SessionId = id('ses', 'SessionId');
export const AccessTokenId = id('tok', 'AccessTokenId');
export const VerificationId = id('ver', 'VerificationId');
export const InvitationId = id('inv', 'InvitationId');
export const ProductId = id('prd', 'ProductId');
export const OrderId = id('ord', 'OrderId');
export const OrderLineId = id('orl', 'OrderLineId');
export const PaymentId = id('pay', 'PaymentId');
export const RefundId = id('rfd', 'RefundId');
export const TaskId = id('tsk', 'TaskId');
export const WebhookId = id('whk', 'WebhookId');
export const JournalEntryId = id('jen', 'JournalEntryId');
export const AlarmId = id('alm', 'AlarmId');

/** UTC, ISO 8601, milliseconds. */
export const Time = z.iso.datetime().meta({ id: 'Time', examples: ['2026-11-21T01:02:03.456Z'] });

// Control, format, private and lone surrogate characters, line separators and invisible Hangul fillers: they forge
// terminals and pages, and no name needs them.
const forging = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u;

/** One line of text that people read: trimmed, NFC, without control characters. */
export const line = (max: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(1, 'must not be empty')
        .max(max, `must have at most ${max} characters`)
        .refine((text) => !forging.test(text), 'must not contain control characters'),
    );

export const Name = line(80);
export const Title = line(200);

export const Email = z
  .string()
  .max(254)
  .transform((text) => text.normalize('NFC').trim().toLowerCase())
  .pipe(z.email('must be an e-mail address'))
  .meta({ id: 'Email', examples: ['haeun@school.example'] });

/** Length is what counts (NIST SP 800-63B); the cap keeps hashing cheap. */
export const Password = z
  .string()
  .min(8, 'must have at least 8 characters')
  .max(128, 'must have at most 128 characters');

export const page = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });

export const PageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number<number | string>().int().min(1).max(200).default(50),
});

/** How another member is shown. */
export const Person = z.object({ id: MemberId, name: z.string() }).meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;
