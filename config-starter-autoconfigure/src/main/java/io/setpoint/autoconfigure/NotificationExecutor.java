package io.setpoint.autoconfigure;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads on which an application hears of changes: as many as there are followers
 * and listeners busy at the same time, none when nothing changes. No {@code Executor},
 * which Spring Boot would take for the application's own.
 */
class NotificationExecutor implements DisposableBean {

	private static final String PREFIX = "setpoint-notify-";

	private static final long IDLE_SECONDS = 30;

	private static final Log logger = LogFactory.getLog(NotificationExecutor.class);

	private final ThreadPoolExecutor threads;

	NotificationExecutor(boolean virtual) {
		this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, virtual ? 0 : IDLE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), virtual ? virtualThreads() : platformThreads());
	}

	private static ThreadFactory platformThreads() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(PREFIX);
		threads.setDaemon(true);
		return threads;
	}

	private static ThreadFactory virtualThreads() {
		return new VirtualThreadTaskExecutor(PREFIX).getVirtualThreadFactory();
	}

	/**
	 * Run a task. Fails if there is no thread to be had; at the end of the application
	 * there is nobody to be told any more.
	 * @param task the task
	 */
	void execute(Runnable task) {
		try {
			this.threads.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("A configuration change arrived while the application stops; nobody is told", ex);
		}
	}

	@Override
	public void destroy() {
		this.threads.shutdown();
	}

}
