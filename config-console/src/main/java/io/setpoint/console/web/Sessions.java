package io.setpoint.console.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

/**
 * Tells that a session is over, or goes on as somebody else's.
 */
final class Sessions implements HttpSessionListener, HttpSessionIdListener {

	private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Be told.
	 * @param listener told the id of the session
	 */
	void subscribe(Consumer<String> listener) {
		this.listeners.add(listener);
	}

	@Override
	public void sessionDestroyed(HttpSessionEvent event) {
		ended(event.getSession().getId());
	}

	@Override
	public void sessionIdChanged(HttpSessionEvent event, String before) {
		ended(before);
	}

	private void ended(String session) {
		this.listeners.forEach((listener) -> listener.accept(session));
	}

}
