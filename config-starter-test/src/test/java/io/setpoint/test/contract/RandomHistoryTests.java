package io.setpoint.test.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.StatusRuntimeException;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does the same at random to a real etcd and to the one in the JVM: every answer and
 * every stream of events is the same. {@code -Dsetpoint.seed} repeats one history,
 * {@code -Dsetpoint.runs} sets how many there are.
 */
class RandomHistoryTests {

	private static final int REQUESTS = 150;

	private static EtcdServer real;

	private static EtcdInMemory memory;

	@BeforeAll
	static void start() {
		real = EtcdServer.start();
		memory = EtcdInMemory.start();
	}

	@AfterAll
	static void stop() {
		memory.close();
		real.close();
	}

	static Stream<Long> seeds() {
		Long seed = Long.getLong("setpoint.seed");
		return (seed != null) ? Stream.of(seed) : new Random().longs(Integer.getInteger("setpoint.runs", 5)).boxed();
	}

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void histories(long seed) {
		RandomHistory history = new RandomHistory(new Random(seed), tellsWhatIsAtTheCompaction(real.version()));
		try (Side expected = Side.of(real); Side actual = Side.of(memory)) {
			for (int i = 0; i < REQUESTS; i++) {
				if (i % 15 == 0) {
					WatchCreateRequest.Builder watch = history.watch(actual.compacted);
					expected.watch(watch);
					actual.watch(watch);
				}
				Message request = history.next();
				if (request instanceof CompactionRequest) {
					settle(expected, actual);
				}
				both(i, request, expected, actual);
				history.reached(actual.revision);
			}
			settle(expected, actual);
		}
	}

	/**
	 * See that every watch was told the same up to here. It has to be so before a
	 * compaction: a real etcd catches up a while after it has said that a watch is there,
	 * and looks up what was before when it tells, so that what is compacted meanwhile is
	 * left out, or cancels the watch.
	 * @param expected the real one
	 * @param actual the one in the JVM
	 */
	private static void settle(Side expected, Side actual) {
		long end = actual.revision;
		RandomHistory.end().forEach((request) -> both(REQUESTS, request, expected, actual));
		assertThat(actual.told(end)).isEqualTo(expected.told(end));
	}

	private static boolean tellsWhatIsAtTheCompaction(EtcdVersion version) {
		return version.isAtLeast(3, 6) || version.major() == 3 && version.minor() == 5 && version.patch() >= 18
				|| version.major() == 3 && version.minor() == 4 && version.patch() >= 36;
	}

	private static void both(int number, Message request, Side expected, Side actual) {
		assertThat(actual.call(request)).as("request %s, %s %s", number, request.getClass().getSimpleName(), request)
			.isEqualTo(expected.call(request));
	}

	/**
	 * One of the two, with what is watched there.
	 */
	private static final class Side implements AutoCloseable {

		private final Conversation conversation;

		private final List<Watched> watches = new ArrayList<>();

		private long revision = 1;

		private long compacted;

		private Side(Conversation conversation) {
			this.conversation = conversation;
		}

		static Side of(Etcd etcd) {
			etcd.wipe();
			return new Side(Conversation.with(etcd.endpoints().get(0)));
		}

		String call(Message request) {
			try {
				Message answer = answer(request);
				if (request instanceof CompactionRequest compaction) {
					this.compacted = compaction.getRevision();
				}
				return withoutIdentity(answer).toString();
			}
			catch (StatusRuntimeException ex) {
				return ex.getStatus().getCode() + ": " + ex.getStatus().getDescription();
			}
		}

		private Message answer(Message request) {
			if (request instanceof PutRequest put) {
				return this.conversation.keys().put(put);
			}
			if (request instanceof DeleteRangeRequest delete) {
				return this.conversation.keys().deleteRange(delete);
			}
			if (request instanceof TxnRequest transaction) {
				return this.conversation.keys().txn(transaction);
			}
			if (request instanceof RangeRequest range) {
				return this.conversation.keys().range(range);
			}
			if (request instanceof CompactionRequest compaction) {
				return this.conversation.keys().compact(compaction);
			}
			if (request instanceof LeaseGrantRequest grant) {
				return this.conversation.leases().leaseGrant(grant);
			}
			if (request instanceof LeaseRevokeRequest revoke) {
				return this.conversation.leases().leaseRevoke(revoke);
			}
			return comparable(this.conversation.leases().leaseTimeToLive((LeaseTimeToLiveRequest) request));
		}

		/**
		 * The time that is left passes, and the keys come in no order.
		 * @param left what is left of a lease
		 * @return what can be compared
		 */
		private static Message comparable(LeaseTimeToLiveResponse left) {
			LeaseTimeToLiveResponse.Builder comparable = left.toBuilder().clearKeys();
			left.getKeysList()
				.stream()
				.sorted(ByteString.unsignedLexicographicalComparator())
				.forEach(comparable::addKeys);
			return ((left.getTTL() > 0) ? comparable.clearTTL() : comparable).build();
		}

		private Message withoutIdentity(Message answer) {
			FieldDescriptor field = answer.getDescriptorForType().findFieldByName("header");
			ResponseHeader header = (ResponseHeader) answer.getField(field);
			this.revision = Math.max(this.revision, header.getRevision());
			return answer.toBuilder()
				.setField(field, ResponseHeader.newBuilder().setRevision(header.getRevision()).build())
				.build();
		}

		void watch(WatchCreateRequest.Builder watch) {
			Conversation.Watching watching = this.conversation.watch();
			watching.create((request) -> watch.clone());
			this.watches.add(new Watched(watch.build(), watching, new ArrayList<>()));
		}

		/**
		 * Return what each watch was told, up to the last of what was done for it.
		 * @param end the revision before the requests that every watch is told of
		 * @return the events, and whether the watch was canceled
		 */
		List<List<String>> told(long end) {
			return this.watches.stream().map((watched) -> watched.told(end)).toList();
		}

		@Override
		public void close() {
			this.watches.forEach((watched) -> watched.watching.end());
			this.conversation.close();
		}

	}

	/**
	 * A watch.
	 *
	 * @param request what is watched
	 * @param watching where it is told
	 * @param told what it was told
	 */
	private record Watched(WatchCreateRequest request, Conversation.Watching watching, List<String> told) {

		private static final String CANCELED = "canceled, compacted at ";

		List<String> told(long end) {
			long last = RandomHistory.last(this.request, end);
			for (long seen = 0; seen < last && !isCanceled();) {
				WatchResponse answer = this.watching.next();
				for (Event event : answer.getEventsList()) {
					this.told.add(event.toString());
					seen = event.getKv().getModRevision();
				}
				if (answer.getCanceled()) {
					this.told.add(CANCELED + answer.getCompactRevision());
					this.watching.end();
				}
			}
			return this.told;
		}

		private boolean isCanceled() {
			return !this.told.isEmpty() && this.told.get(this.told.size() - 1).startsWith(CANCELED);
		}

	}

}
