package io.setpoint.it;

import io.setpoint.it.Shop.Pricing;
import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.test.EtcdCluster;
import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a running application does when members of its cluster fail.
 */
@EtcdTest(members = 3)
class ClusterFaultTests {

	private static final String KEY = "/config/shop/pricing/discount";

	private final EtcdCluster cluster;

	private Application application;

	private int value;

	ClusterFaultTests(EtcdCluster cluster) {
		this.cluster = cluster;
	}

	@BeforeEach
	void start() {
		this.cluster.put(KEY, "0");
		this.application = Launch.of(Shop.class)
			.etcd(String.join(",", this.cluster.relayedEndpoints()))
			.imports("etcd:/config/shop/")
			.with("setpoint.config.startup-timeout=60s")
			.run();
		this.application.awaitAll(State.LIVE);
		assertFollowed();
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	private void assertFollowed() {
		this.value++;
		this.cluster.put(KEY, String.valueOf(this.value));
		Application.await("value " + this.value, () -> this.application.get(Pricing.class).discount() == this.value);
	}

	@Test
	void leaderThatIsKilledIsDoneWithout() {
		EtcdServer leader = this.cluster.leader();
		leader.kill();
		this.cluster.leader();
		assertFollowed();
		leader.restart();
		this.cluster.awaitReady();
		assertFollowed();
	}

	@Test
	void membersThatAreKilledOneAfterTheOtherAreDoneWithout() {
		for (EtcdServer member : this.cluster.members()) {
			member.kill();
			this.cluster.leader();
			assertFollowed();
			member.restart();
			this.cluster.awaitReady();
		}
		assertFollowed();
	}

	@Test
	void memberThatIsCutOffFromItsMajorityIsLeft() {
		for (EtcdServer member : this.cluster.members()) {
			this.cluster.isolate(member);
			Application.await("leader among the others", () -> this.cluster.leader() != member);
			EtcdServer other = this.cluster.members()
				.stream()
				.filter((each) -> each != member)
				.findFirst()
				.orElseThrow();
			this.value++;
			Application.await("put", () -> {
				other.put(KEY, String.valueOf(this.value));
				return true;
			});
			Application.await("value " + this.value,
					() -> this.application.get(Pricing.class).discount() == this.value);
			this.cluster.heal();
			this.cluster.awaitReady();
		}
	}

	@Test
	void endpointThatIsCutOffFromTheApplicationIsLeft() {
		for (EtcdServer member : this.cluster.members()) {
			member.relay().blackHole();
			assertFollowed();
			member.relay().pass();
		}
		for (EtcdServer member : this.cluster.members()) {
			member.relay().refuse();
			assertFollowed();
			member.relay().pass();
		}
	}

	@Test
	void clusterWithoutMajorityKeepsLastGoodStateAndIsFollowedAgain() {
		this.cluster.member(0).kill();
		this.cluster.member(1).kill();
		Application.await("away", () -> !this.application.isAll(State.LIVE));
		assertThat(this.application.get(Pricing.class).discount()).isEqualTo(this.value);
		this.cluster.restart();
		assertFollowed();
		this.application.awaitAll(State.LIVE);
	}

}
