import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { Test } from '@nestjs/testing';

import { loadSettings, Settings, SettingsModule } from './index.js';

@Injectable()
class Consumer {
  constructor(
    readonly settings: Settings,
    readonly config: ConfigService,
  ) {}
}

describe('SettingsModule', () => {
  const settings = loadSettings({ PORT: '4000' }, { name: 'polyport', version: '1.2.3' });

  it('makes the settings injectable by class and through ConfigService', async () => {
    const app = await Test.createTestingModule({
      imports: [SettingsModule.register(settings)],
      providers: [Consumer],
    }).compile();
    const consumer = app.get(Consumer);

    expect({ same: consumer.settings === settings, port: consumer.config.get<number>('polyport.port') }).toEqual({
      same: true,
      port: 4000,
    });
    await app.close();
  });

  it('leaves the environment of the process as it is', async () => {
    const before = { ...process.env };
    const app = await Test.createTestingModule({ imports: [SettingsModule.register(settings)] }).compile();

    expect({ ...process.env }).toEqual(before);
    await app.close();
  });
});
