/** Letters and digits that are not taken for one another, for codes that people read and type. */
export const pairingAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
