package io.setpoint.rollout.web;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tests for requests that are sent to one server while its shop has a rollout, and that
 * leave no assignment open.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class AbstractSubjectTests {

	private ConfigurableApplicationContext context;

	Shop shop;

	@BeforeAll
	void start() {
		this.context = serve();
		this.shop = new Shop(this.context);
	}

	@BeforeEach
	void startRollout() {
		seen().clear();
		this.shop.startRollout();
	}

	@AfterEach
	void everyAssignmentIsClosed() {
		this.shop.awaitAllAssignmentsClosed();
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	abstract ConfigurableApplicationContext serve();

	abstract List<String> seen();

	@Test
	void requestsAreTaggedWithTheirSides() {
		this.shop.get("/tagged", Shop.VIP);
		this.shop.get("/tagged", "basic");
		this.shop.endRollout();
		this.shop.get("/tagged", Shop.VIP);
		this.shop.awaitTags("/tagged", "candidate", "stable", "none");
		this.shop.assertThatAllRequestsAreTagged();
	}

}
