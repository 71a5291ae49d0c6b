import type { RequestId } from '@modelcontextprotocol/server';

/** The requests of one POST: their answers share a stream. */
interface Post {
  /** Those that are still to be answered. */
  readonly open: Set<RequestId>;
  readonly cancelled: Set<RequestId>;
}

/**
 * Finds the streams on which no answer is to come any more because requests were cancelled. The SDK ends a stream with
 * the last answer only, and a cancelled request gets none.
 */
export class CancelledStreams {
  private readonly posts = new Map<RequestId, Post>();

  /** A POST with these requests has come in. */
  posted(requests: readonly RequestId[]): void {
    const post = { open: new Set(requests), cancelled: new Set<RequestId>() };
    for (const id of requests) this.posts.set(id, post);
  }

  /** The POST was not taken. */
  forget(requests: readonly RequestId[]): void {
    for (const id of requests) this.posts.delete(id);
  }

  /**
   * The request has its answer.
   *
   * @returns the cancelled requests of its stream, when none of the stream is open any more
   */
  answered(id: RequestId): readonly RequestId[] {
    const post = this.posts.get(id);
    this.posts.delete(id);
    post?.open.delete(id);
    return this.leftOf(post);
  }

  /** Like {@link answered}, for a request that gets no answer. What is not in flight is none. */
  cancelled(id: RequestId): readonly RequestId[] {
    const post = this.posts.get(id);
    if (!post?.open.delete(id)) return [];
    post.cancelled.add(id);
    return this.leftOf(post);
  }

  private leftOf(post: Post | undefined): readonly RequestId[] {
    if (!post || post.open.size > 0) return [];
    const left = [...post.cancelled];
    this.forget(left);
    return left;
  }
}
