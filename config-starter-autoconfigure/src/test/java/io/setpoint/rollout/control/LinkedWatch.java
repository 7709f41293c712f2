package io.setpoint.rollout.control;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.StreamObserver;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;

/**
 * A watch of etcd behind a link: what is told while the link is cut arrives when it
 * heals.
 */
final class LinkedWatch implements Watch, StreamObserver<WatchResponse> {

	private final Queue<WatchResponse> told = new ArrayDeque<>();

	private final StreamObserver<WatchRequest> requests;

	private final MemoryEtcd etcd;

	private final MemoryEtcd.Link link;

	private final WatchListener listener;

	LinkedWatch(MemoryEtcd etcd, MemoryEtcd.Link link, WatchListener listener) {
		this.etcd = etcd;
		this.link = link;
		this.listener = listener;
		this.requests = etcd.open(this);
	}

	/**
	 * Return whether it belongs to a link.
	 * @param link the link
	 * @return whether it was opened there
	 */
	boolean isOf(MemoryEtcd.Link link) {
		return this.link == link;
	}

	/**
	 * Be ended by etcd.
	 * @param cause why
	 */
	void end(StoreException cause) {
		close();
		this.listener.ended(cause);
	}

	void open(WatchRequest request) {
		if (!this.etcd.isReachedBy(this.link)) {
			this.listener.ended(new StoreUnreachableException("refused", null));
			return;
		}
		this.etcd.add(this);
		this.requests.onNext(request);
		deliver();
	}

	void deliver() {
		while (!this.link.cut && this.etcd.has(this) && !this.told.isEmpty()) {
			hand(this.told.remove());
		}
	}

	private void hand(WatchResponse answer) {
		List<Event> events = answer.getEventsList();
		if (answer.getCreated()) {
			this.listener.created(EtcdMessages.header(answer.getHeader()));
		}
		else if (events.isEmpty()) {
			this.listener.progressed(EtcdMessages.header(answer.getHeader()));
		}
		else {
			this.listener.changed(EtcdMessages.header(answer.getHeader()), EtcdMessages.changes(events));
		}
	}

	@Override
	public void requestProgress() {
		this.etcd.later(() -> {
			if (!this.link.cut && this.etcd.has(this)) {
				this.requests.onNext(WatchRequest.newBuilder()
					.setProgressRequest(WatchProgressRequest.getDefaultInstance())
					.build());
				deliver();
			}
		});
	}

	@Override
	public void close() {
		this.etcd.remove(this);
		this.requests.onCompleted();
	}

	@Override
	public void onNext(WatchResponse answer) {
		this.told.add(answer);
	}

	@Override
	public void onError(Throwable failure) {
	}

	@Override
	public void onCompleted() {
	}

}
