package io.setpoint.loop;

import java.time.Duration;

/**
 * Begins to follow etcd behind the readiness of an application, so that nobody waits
 * until the client is loaded. It begins at once where the application is ready or nobody
 * will say so, and after a while in any case: what an application runs before it is ready
 * may never come to an end.
 *
 * @since 0.1.0
 */
public final class Opening {

	/**
	 * Before what was read at start counts as stale.
	 */
	private static final Duration LATEST = Duration.ofSeconds(5);

	private final Loop loop;

	private final Runnable task;

	private boolean awaited;

	private boolean begun;

	private boolean opened;

	/**
	 * Create an opening.
	 * @param loop the thread of the task
	 * @param awaited whether somebody says when the application is ready
	 * @param task begins to follow etcd
	 */
	public Opening(Loop loop, boolean awaited, Runnable task) {
		this.loop = loop;
		this.awaited = awaited;
		this.task = task;
	}

	/**
	 * The application gets along with what it has read, and may be followed from now on.
	 */
	public void begin() {
		this.loop.execute(() -> {
			this.begun = true;
			if (this.awaited) {
				this.loop.schedule(this::ready, LATEST);
			}
			open();
		});
	}

	/**
	 * The application is ready, or somebody needs etcd before it is.
	 */
	public void ready() {
		this.loop.execute(() -> {
			this.awaited = false;
			open();
		});
	}

	private void open() {
		if (this.begun && !this.awaited && !this.opened) {
			this.opened = true;
			this.task.run();
		}
	}

	/**
	 * Stop: nothing begins any more until the next time.
	 */
	public void end() {
		this.loop.execute(() -> {
			this.begun = false;
			this.opened = false;
		});
	}

}
