const en = {
  opening: 'The student’s screen opens in the browser:',
  notOpened: 'The browser could not be opened. Open this link yourself:',
  link: 'Open this link in a browser on this computer. It opens one page:',
  running: 'It goes on until the page is closed, or Ctrl-C.',
  closed: 'The page was closed.',
  openingHere: 'The student’s screen opens in the browser.',
  // The link comes first: a narrow wall cuts off what is behind it.
  notOpenedHere: (url: string) => `${url}  Open this link yourself: the browser could not be opened.`,
};

/** What `didacto view` says. */
export type ViewMessages = typeof en;

const ko: ViewMessages = {
  opening: '브라우저에서 학생 화면을 엽니다:',
  notOpened: '브라우저를 열 수 없습니다. 이 링크를 직접 여세요:',
  link: '이 컴퓨터의 브라우저에서 이 링크를 여세요. 링크 하나로 한 페이지만 열 수 있습니다:',
  running: '페이지를 닫거나 Ctrl-C를 누를 때까지 계속됩니다.',
  closed: '페이지가 닫혔습니다.',
  openingHere: '브라우저에서 학생 화면을 엽니다.',
  notOpenedHere: (url) => `${url}  브라우저를 열 수 없습니다. 이 링크를 직접 여세요.`,
};

/** The texts of viewing by language. */
export const viewMessages = { en, ko };
