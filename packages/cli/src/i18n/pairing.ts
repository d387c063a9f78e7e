const en = {
  title: (device: string) => `Pairing code of ${device}`,
  until: 'Good once, until:      ',
  fingerprint: 'Server key fingerprint:',
  type: 'Type this at the lab PC, as its administrator:',
  compare:
    'The agent shows the same fingerprint. If it does not, something sits between it and the server: do not pair.',
  deviceOrLab: 'Give --lab with --name for a new device, or --device for one that is to be paired again.',
};

/** What pairing says. */
export type PairingMessages = typeof en;

const ko: PairingMessages = {
  title: (device) => `${device} 페어링 코드`,
  until: '한 번만, 유효 기한:',
  fingerprint: '서버 키 지문:      ',
  type: '실습실 PC에서 관리자 권한으로 입력하세요:',
  compare: '에이전트에 같은 지문이 보여야 합니다. 다르면 중간에 다른 것이 있으니 페어링하지 마세요.',
  deviceOrLab: '새 기기는 --lab과 --name을, 다시 페어링할 기기는 --device를 주세요.',
};

/** Texts of pairing by language. */
export const pairingMessages = { en, ko };
