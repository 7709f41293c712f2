package io.setpoint.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.StreamObserver;

/**
 * The watches of one stream of a client. Answers are given under the lock of the
 * {@link Engine}, so that they come in the order of the revisions.
 */
final class WatchStream implements StreamObserver<WatchRequest> {

	/**
	 * Stands for all watches of a stream.
	 */
	private static final long NONE = -1;

	/**
	 * What jetcd's stubs do not know of etcd's protocol: the numbers of
	 * {@code WatchCreateRequest.watch_id}, {@code WatchCreateRequest.fragment} and
	 * {@code WatchResponse.fragment}.
	 */
	private static final int WATCH_ID = 7;

	private static final int FRAGMENT_REQUEST = 8;

	private static final int FRAGMENT_RESPONSE = 7;

	private final Map<Long, Watcher> watchers = new LinkedHashMap<>();

	private final Engine engine;

	private final StreamObserver<WatchResponse> client;

	private final int fragmentSize;

	private long nextId;

	WatchStream(Engine engine, StreamObserver<WatchResponse> client, int fragmentSize) {
		this.engine = engine;
		this.client = client;
		this.fragmentSize = fragmentSize;
	}

	@Override
	public void onNext(WatchRequest request) {
		synchronized (this.engine) {
			switch (request.getRequestUnionCase()) {
				case CREATE_REQUEST -> create(request.getCreateRequest());
				case CANCEL_REQUEST -> cancel(request.getCancelRequest().getWatchId());
				case PROGRESS_REQUEST -> this.client.onNext(answer(NONE).build());
				case REQUESTUNION_NOT_SET -> {
				}
			}
		}
	}

	private void create(WatchCreateRequest request) {
		KeyRange range = KeyRange.ofWatch(request.getKey(), request.getRangeEnd());
		long wanted = number(request.getUnknownFields(), WATCH_ID);
		if (range.isEmpty() && !range.single()) {
			refuse("mvcc: watcher range is empty");
		}
		else if (wanted != 0 && this.watchers.containsKey(wanted)) {
			refuse("mvcc: duplicate watch ID provided on the WatchStream");
		}
		else {
			open(request, (wanted != 0) ? wanted : freeId());
		}
	}

	private long freeId() {
		while (this.watchers.containsKey(this.nextId)) {
			this.nextId++;
		}
		return this.nextId++;
	}

	private void refuse(String reason) {
		this.client.onNext(answer(NONE).setCreated(true).setCanceled(true).setCancelReason(reason).build());
	}

	private void open(WatchCreateRequest request, long id) {
		Keyspace keys = this.engine.keys();
		long first = (request.getStartRevision() > 0) ? request.getStartRevision() : keys.revision() + 1;
		Watcher watcher = new Watcher(id, first, request, number(request.getUnknownFields(), FRAGMENT_REQUEST) != 0);
		this.client.onNext(answer(id).setCreated(true).build());
		if (first < keys.compacted()) {
			this.client.onNext(answer(id).setCanceled(true).setCompactRevision(keys.compacted()).build());
			return;
		}
		this.watchers.put(id, watcher);
		watcher.of(keys.events(first), keys.compacted())
			.forEach((events) -> tell(watcher, this.engine.header(), events));
	}

	private void cancel(long id) {
		if (this.watchers.remove(id) != null) {
			this.client.onNext(answer(id).setCanceled(true).build());
		}
	}

	void committed(long revision, List<Event> events) {
		this.watchers.values().forEach((watcher) -> {
			List<Event> wanted = watcher.of(revision, events);
			if (!wanted.isEmpty()) {
				tell(watcher, this.engine.header(), wanted);
			}
		});
	}

	void notifyOfProgress(ResponseHeader header) {
		this.watchers.values()
			.stream()
			.filter(Watcher::isQuiet)
			.forEach((watcher) -> this.client
				.onNext(WatchResponse.newBuilder().setHeader(header).setWatchId(watcher.id()).build()));
	}

	private void tell(Watcher watcher, ResponseHeader header, List<Event> events) {
		WatchResponse.Builder whole = WatchResponse.newBuilder()
			.setHeader(header)
			.setWatchId(watcher.id())
			.addAllEvents(events);
		if (!watcher.isFragmented()) {
			this.client.onNext(whole.build());
			return;
		}
		List<List<Event>> fragments = fragments(events);
		for (int i = 0; i < fragments.size(); i++) {
			whole.clearEvents().addAllEvents(fragments.get(i));
			this.client.onNext((i < fragments.size() - 1) ? fragment(whole.build()) : whole.build());
		}
	}

	private List<List<Event>> fragments(List<Event> events) {
		List<List<Event>> fragments = new ArrayList<>();
		List<Event> fragment = new ArrayList<>();
		int size = 0;
		for (Event event : events) {
			if (!fragment.isEmpty() && size + event.getSerializedSize() >= this.fragmentSize) {
				fragments.add(fragment);
				fragment = new ArrayList<>();
				size = 0;
			}
			fragment.add(event);
			size += event.getSerializedSize();
		}
		fragments.add(fragment);
		return fragments;
	}

	private static WatchResponse fragment(WatchResponse response) {
		UnknownFieldSet.Field yes = UnknownFieldSet.Field.newBuilder().addVarint(1).build();
		return response.toBuilder()
			.setUnknownFields(UnknownFieldSet.newBuilder().addField(FRAGMENT_RESPONSE, yes).build())
			.build();
	}

	private static long number(UnknownFieldSet fields, int field) {
		List<Long> values = fields.getField(field).getVarintList();
		return values.isEmpty() ? 0 : values.get(values.size() - 1);
	}

	private WatchResponse.Builder answer(long id) {
		return WatchResponse.newBuilder().setHeader(this.engine.header()).setWatchId(id);
	}

	@Override
	public void onError(Throwable failure) {
		end();
	}

	@Override
	public void onCompleted() {
		end();
		this.client.onCompleted();
	}

	/**
	 * Forget the watches: the client has gone.
	 */
	void end() {
		synchronized (this.engine) {
			this.watchers.clear();
			this.engine.watchers().remove(this);
		}
	}

}
