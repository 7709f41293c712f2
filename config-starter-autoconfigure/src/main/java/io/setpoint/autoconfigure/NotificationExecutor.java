package io.setpoint.autoconfigure;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads on which an application hears of changes: as many as there are listeners
 * busy at the same time, none when nothing changes. No {@code Executor}, which Spring
 * Boot would take for the application's own.
 */
class NotificationExecutor implements DisposableBean {

	private static final long IDLE_SECONDS = 30;

	private static final Log logger = LogFactory.getLog(NotificationExecutor.class);

	private final ThreadPoolExecutor threads;

	NotificationExecutor() {
		CustomizableThreadFactory threadFactory = new CustomizableThreadFactory("setpoint-notify-");
		threadFactory.setDaemon(true);
		this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), threadFactory);
	}

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
