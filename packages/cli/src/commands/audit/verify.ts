import type { AuditCheckpoint, AuditProofs } from '@didacto/sdk';
import { keyFingerprint } from '@didacto/sdk/node';
import { readCheckpoint, writeCheckpoint } from '../../audit/checkpoint-file.js';
import { openExport } from '../../audit/export-file.js';
import { auditProofs } from '../../audit/proofs.js';
import { type Verified, verifyExport, verifyServer } from '../../audit/verify.js';
import { CliError, usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { exitCodes } from '../../exit-codes.js';
import { text } from '../../params.js';
import { showVerification } from './verification-output.js';

export const auditVerify = command({
  name: 'verify',
  summary: {
    en: 'Check that no entry of the audit log was altered, taken out or put in',
    ko: '감사 기록이 변조되거나 빠지거나 끼워 넣어지지 않았는지 확인합니다',
  },
  details: {
    en: 'Checks every hash and signature here, on this computer. A checkpoint that was kept elsewhere proves that the log was not rolled back since. Exit code 0 where the log is whole, 1 where it is not.',
    ko: '모든 해시와 서명을 이 컴퓨터에서 확인합니다. 따로 보관한 체크포인트가 있으면 그 뒤로 기록이 되돌려지지 않았는지도 확인합니다. 온전하면 종료 코드는 0, 아니면 1입니다.',
  },
  options: {
    file: text('file', {
      en: 'verify an export (jsonl) instead of the server',
      ko: '서버 대신 내보낸 파일(jsonl)을 확인합니다',
    }),
    serverKey: text('key', {
      en: 'the server key as you know it, base64url; else the server is asked',
      ko: '알고 있는 서버 키(base64url). 없으면 서버에 묻습니다',
    }),
    checkpoint: text('file', { en: 'a checkpoint that was saved before', ko: '전에 저장한 체크포인트' }),
    saveCheckpoint: text('file', {
      en: 'save the newest checkpoint where the log is whole',
      ko: '기록이 온전하면 최신 체크포인트를 저장합니다',
    }),
  },
  examples: [
    'didacto audit verify',
    'didacto audit verify --checkpoint audit.checkpoint --save-checkpoint audit.checkpoint',
    'didacto audit verify --file audit.jsonl --server-key EQH0Q2PzCFV2lXv_6xKIkzQWX4g6dmGsnzjEsB0Ds5A --json',
  ],
  run: async (cli, { file, serverKey, checkpoint: keptIn, saveCheckpoint }) => {
    const key = serverKey ?? (await (await cli.visitor()).institution.get()).serverKey;
    const proofs = proofsOf(cli, key);
    const checkpoint = keptIn === undefined ? undefined : await checkpointOf(cli, keptIn);
    const verified = await verify(cli, file, proofs, checkpoint);
    const saved = saveCheckpoint === undefined ? undefined : await save(cli, saveCheckpoint, verified, checkpoint);
    const fingerprint = keyFingerprint(key);
    const { audit } = cli.text;
    cli.out.say(serverKey === undefined ? audit.keyOfServer(fingerprint) : audit.key(fingerprint));
    showVerification(cli, verified.verification, { serverKeyFingerprint: fingerprint, savedCheckpoint: saved ?? null });
    return verified.verification.ok ? exitCodes.ok : exitCodes.failure;
  },
});

function proofsOf(cli: Cli, key: string): AuditProofs {
  try {
    return auditProofs(key);
  } catch {
    throw usageError(cli.text.audit.keyInvalid);
  }
}

async function checkpointOf(cli: Cli, file: string): Promise<AuditCheckpoint> {
  const kept = await readCheckpoint(file);
  if (kept === undefined) throw usageError(cli.text.audit.notACheckpoint(file));
  return kept;
}

async function verify(
  cli: Cli,
  file: string | undefined,
  proofs: AuditProofs,
  checkpoint: AuditCheckpoint | undefined,
): Promise<Verified> {
  let bar: ReturnType<Cli['progress']> | undefined;
  const onProgress = (done: number, total: number) => {
    bar ??= cli.progress(total);
    bar.step(done);
  };
  const options = { proofs, checkpoint, onProgress };
  try {
    if (file === undefined) return await verifyServer(await cli.api(), options);
    const unreadable = (line: number) => new CliError('export_invalid', cli.text.audit.notAnExport(file, line));
    const opened = await openExport(file, unreadable);
    if (opened.filtered) throw usageError(cli.text.audit.filtered(file));
    return await verifyExport(opened, options);
  } finally {
    bar?.end();
  }
}

/** Saves the furthest checkpoint that the log was just held to, and gives its entry's number. */
async function save(
  cli: Cli,
  file: string,
  { verification, anchor }: Verified,
  checkpoint: AuditCheckpoint | undefined,
): Promise<number | undefined> {
  const { audit } = cli.text;
  const newest = [anchor, checkpoint].reduce<AuditCheckpoint | undefined>(
    (best, one) => (one && one.seq > (best?.seq ?? -1) ? one : best),
    undefined,
  );
  if (!verification.ok || newest === undefined) {
    cli.out.say(verification.ok ? audit.noCheckpoint : audit.notSaved);
    return undefined;
  }
  await writeCheckpoint(file, newest);
  cli.out.say(audit.savedCheckpoint(file, newest.seq));
  return newest.seq;
}
