import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigModule, registerAs } from '@nestjs/config';

import { Settings } from './settings.js';

/**
 * Makes loaded settings injectable everywhere: as `Settings`, and as the namespace `polyport` of `ConfigService`.
 *
 * @example
 * imports: [SettingsModule.register(loadSettings(process.env, { name, version }))]
 */
@Module({})
export class SettingsModule {
  static register(settings: Settings): DynamicModule {
    return {
      module: SettingsModule,
      global: true,
      // Not forRoot: it reads `.env` from the working directory, and a server that a client starts in an untrusted
      // folder must not take its settings from there (`node --env-file` is the explicit way). It also copies
      // validated values, secrets included, into the environment that child processes inherit.
      imports: [ConfigModule.forFeature(registerAs('polyport', () => settings))],
      providers: [{ provide: Settings, useValue: settings }],
      exports: [Settings, ConfigModule],
    };
  }
}
