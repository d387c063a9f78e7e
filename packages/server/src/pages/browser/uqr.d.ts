// The server serves the package's module under this name; a browser finds no packages.
export { encode } from 'uqr';
