// What Nest's ValidationPipe uses of class-validator. It loads the package as a whole, and with it every rule there is.
export { getMetadataStorage, validate } from 'class-validator';
