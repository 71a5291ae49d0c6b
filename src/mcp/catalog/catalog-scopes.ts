import { Injectable } from '@nestjs/common';
import { ScopeDirectory } from '../contract/scope-directory.port.js';
import { Catalog } from './catalog.js';

/** Collects the scopes of the catalog. */
@Injectable()
export class CatalogScopes extends ScopeDirectory {
  constructor(private readonly catalog: Catalog) {
    super();
  }

  override scopes(): readonly string[] {
    const scopes = this.catalog.all().flatMap(({ access }) => (access && !access.public ? access.scopes : []));
    return [...new Set(scopes)].sort();
  }
}
