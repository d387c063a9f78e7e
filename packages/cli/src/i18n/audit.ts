const en = {
  unknownAction: (typed: string, known: string) => `There is no action "${typed}". There are: ${known}`,
  jsonlOnly: '--json takes the format jsonl when the log goes to stdout.',
  exported: (file: string, entries: number) => `${file}: ${entries} ${entries === 1 ? 'entry' : 'entries'}`,
  whole: (entries: number, from: number, to: number) =>
    entries === 0
      ? 'The log is empty.'
      : `The log is whole: ${entries} ${entries === 1 ? 'entry' : 'entries'}, ${from} to ${to}.`,
  dropped: (before: number) => `Entries up to ${before} were dropped after their time, as a signed checkpoint says.`,
  erased: (count: number) =>
    `${count} ${count === 1 ? 'entry has' : 'entries have'} lost address, program and note, as erasure and retention do.`,
  faults: (count: number) => `The log is not whole: ${count} ${count === 1 ? 'fault' : 'faults'}.`,
  firstOnly: (count: number) => `Only the first ${count} are listed.`,
  key: (fingerprint: string) => `Checked with the server key ${fingerprint}.`,
  keyOfServer: (fingerprint: string) =>
    `Checked with the key that the server names itself, ${fingerprint}; compare it, or give it with --server-key.`,
  keyInvalid: '--server-key must be an Ed25519 key in base64url, as in: didacto institution get --json',
  notACheckpoint: (file: string) => `${file} holds no checkpoint of an audit log.`,
  notAnExport: (file: string, line: number) => `${file}, line ${line}: not as audit export writes it.`,
  filtered: (file: string) =>
    `${file} holds a part of the log only: it was exported with filters, and a part cannot be verified.`,
  savedCheckpoint: (file: string, seq: number) => `${file}: checkpoint at entry ${seq}`,
  noCheckpoint: 'There is no signed checkpoint to save yet.',
  notSaved: 'No checkpoint was saved, for the log is not whole.',
};

/** What the audit log's commands say. */
export type AuditMessages = typeof en;

const ko: AuditMessages = {
  unknownAction: (typed, known) => `"${typed}" 동작은 없습니다. 있는 것: ${known}`,
  jsonlOnly: '표준 출력에 --json으로 쓸 때는 jsonl 형식만 됩니다.',
  exported: (file, entries) => `${file}: 기록 ${entries}개`,
  whole: (entries, from, to) =>
    entries === 0 ? '기록이 비어 있습니다.' : `기록이 온전합니다. ${entries}개, ${from}번부터 ${to}번까지.`,
  dropped: (before) => `${before}번까지는 보존 기간이 지나 삭제되었으며, 서명된 체크포인트로 확인했습니다.`,
  erased: (count) => `${count}개는 개인정보 삭제나 보존 기간에 따라 주소, 프로그램, 메모가 지워졌습니다.`,
  faults: (count) => `기록이 온전하지 않습니다. 문제 ${count}개.`,
  firstOnly: (count) => `처음 ${count}개만 보여 줍니다.`,
  key: (fingerprint) => `서버 키 ${fingerprint}(으)로 확인했습니다.`,
  keyOfServer: (fingerprint) =>
    `서버가 스스로 알려 준 키 ${fingerprint}(으)로 확인했습니다. 지문을 대조하거나 --server-key로 키를 주세요.`,
  keyInvalid: '--server-key는 didacto institution get --json에 나오는 base64url Ed25519 키여야 합니다.',
  notACheckpoint: (file) => `${file}에 감사 기록의 체크포인트가 없습니다.`,
  notAnExport: (file, line) => `${file}의 ${line}번째 줄: audit export가 쓴 형식이 아닙니다.`,
  filtered: (file) => `${file}은(는) 기록의 일부만 내보낸 파일입니다. 일부만으로는 확인할 수 없습니다.`,
  savedCheckpoint: (file, seq) => `${file}: ${seq}번 기록의 체크포인트`,
  noCheckpoint: '저장할 서명된 체크포인트가 아직 없습니다.',
  notSaved: '기록이 온전하지 않아 체크포인트를 저장하지 않았습니다.',
};

/** Texts of the audit log's commands by language. */
export const auditMessages = { en, ko };
